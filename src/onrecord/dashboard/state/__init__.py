"""What a session holds: its articles, codebooks and annotations, kept in the library where there is one."""
