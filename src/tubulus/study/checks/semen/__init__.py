"""What an andrologist checks in a semen analysis."""
