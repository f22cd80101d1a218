"""The plan on simulated trials: bias, coverage, error rates and power before there are data.

An engine: ``plan_trials`` cuts the work into chunks, ``run_chunk`` draws and analyses one, and
``merge_chunks`` makes the table of operating characteristics. Nothing here looks at a participant.
"""
