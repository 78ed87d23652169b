"""The use cases: run, resume, recheck, judge, report, mail. Each joins packages below and decides little itself."""
