// Stands in for @vscode/native-watchdog, which needs compiling: here the process group ends an orphaned extension host.
exports.start = () => {};
exports.exit = (code) => process.exit(code);
