"""The papers of a case once they are issued: listed, signed, told of, archived, verified."""
