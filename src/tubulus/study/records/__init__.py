"""Records of a study: values as entered and as understood, with their source."""
