"""Commands: parse, call, print. Holds no rule.

``tubulus --help`` loads none of the numerical libraries: each command's module is imported when it
is called.
"""
