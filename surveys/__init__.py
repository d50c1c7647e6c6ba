"""What is asked, how an interview moves, and what is stored; knows neither Telegram nor pandas."""
