# As much of the schema of session files as is told in a few lines: the objects and texts that must be there.
if
  (.application | type == "object" and (.id | type) == "string" and (.name | type) == "string" and (.version | type) == "string")
  and (.language | type == "object" and (.id | type) == "string")
  and (.email | type) == "string"
  and (.device | type == "object" and (.id | type) == "string" and (.description | type) == "string"
    and ((.simulator | type) == "boolean" or (has("simulator") | not)))
  and (.session | type == "object" and (.id | type) == "string")
  and (.status == "accepted" or .status == "pending")
then empty
else input_filename
end
