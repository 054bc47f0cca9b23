"""Staff's actions: a form for each command of the four services, made from the API that its owner documents."""
