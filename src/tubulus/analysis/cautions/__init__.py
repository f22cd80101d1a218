"""Rules that say what a design cannot show, each with the trigger that makes it apply."""
