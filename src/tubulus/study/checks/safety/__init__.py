"""What must agree in reports of harm."""
