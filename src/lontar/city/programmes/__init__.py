"""What is offered, by which agency, under which budget."""
