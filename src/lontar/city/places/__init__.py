"""Where: provinces down to wards and villages, their names, codes and shapes."""
