"""Learning to see names in narratives; needs the packages of the extra `masking-training`, the program does not."""
