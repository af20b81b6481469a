// What the word "vscode" means in the rooms that may not use it: nothing. See "paths" in their tsconfig.json.
export {};
