"""The course as a website: the reading edition and the browser edition."""
