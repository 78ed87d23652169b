"""One visit of Chromium through Selenium: a page as it is shown, with axe-core's results and the probes'."""
