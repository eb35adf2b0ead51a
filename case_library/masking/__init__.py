"""Taking out of a case what tells who the people in it are."""
