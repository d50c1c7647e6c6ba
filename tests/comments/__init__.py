"""Comments written for this project, to measure what is done with comments."""
