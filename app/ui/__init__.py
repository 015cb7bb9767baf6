"""The window: screens in Dutch that use services, domain and common, never a worker."""
