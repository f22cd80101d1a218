"""What an andrologist checks in hormone values."""
