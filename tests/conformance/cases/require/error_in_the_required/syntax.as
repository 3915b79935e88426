int = 5;
