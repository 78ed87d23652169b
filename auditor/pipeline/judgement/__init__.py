"""A gathered run becomes findings: pages, link targets and sites judged, grouped and compared with earlier runs."""
