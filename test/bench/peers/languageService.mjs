// What a user would write around the language service of VS Code: reads each file of a tree and checks it against a
// schema. Arguments: schema, folder. Prints the files that are at fault. It is copied beside its libraries before it
// runs.
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import languageService from 'vscode-json-languageservice';

const { getLanguageService, TextDocument } = languageService;
const [, , schemaFile, folder] = process.argv;
const service = getLanguageService({});
const uri = pathToFileURL(schemaFile).href;
const schema = JSON.parse(fs.readFileSync(schemaFile, 'utf8'));
service.configure({ validate: true, schemas: [{ uri, fileMatch: ['*'], schema }] });
const faulty = [];
for (const application of fs.readdirSync(folder)) {
  for (const name of fs.readdirSync(path.join(folder, application))) {
    const file = path.join(folder, application, name);
    const document = TextDocument.create(pathToFileURL(file).href, 'json', 1, fs.readFileSync(file, 'utf8'));
    const found = await service.doValidation(document, service.parseJSONDocument(document));
    if (found.length > 0) faulty.push(`${application}/${name}\n`);
  }
}
process.stdout.write(faulty.join(''));
