# What a user of Python would write with the fastest libraries there: reads each file of a tree and checks it against a schema.
# Arguments: schema, folder. Prints the files that are at fault.
import os
import sys

import jsonschema_rs
import orjson

schema_file, folder = sys.argv[1:]
with open(schema_file, "rb") as file:
    validator = jsonschema_rs.validator_for(orjson.loads(file.read()))
faulty = []
for application in os.listdir(folder):
    for name in os.listdir(f"{folder}/{application}"):
        with open(f"{folder}/{application}/{name}", "rb") as file:
            if not validator.is_valid(orjson.loads(file.read())):
                faulty.append(f"{application}/{name}\n")
sys.stdout.write("".join(faulty))
