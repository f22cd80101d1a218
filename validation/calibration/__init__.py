"""Parts of the calibration of the screen: generators of null cargo, rounds and error rates."""
