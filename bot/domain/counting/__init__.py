"""Counting files: the monthly report, trends, early warnings. Pure: everything counted is passed in."""
