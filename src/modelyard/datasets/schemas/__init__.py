"""Requests and answers of data management, a module for each part."""
