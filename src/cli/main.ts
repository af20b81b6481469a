import { keepCompiledCode } from '../disk/compileCache';

// What is loaded before this is compiled at each start.
keepCompiledCode();
void import('./commandLine.js').then(({ runCommandLine }) => runCommandLine());
