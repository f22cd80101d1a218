"""Commands: parse, call, print. Holds no rule."""
