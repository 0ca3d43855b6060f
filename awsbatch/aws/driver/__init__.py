"""The CLI's own driver, with what no command changes kept between commands."""
