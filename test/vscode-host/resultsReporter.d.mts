// What the TypeScript tests use of resultsReporter.mjs.
import { reporters } from 'mocha';

export declare class ResultsReporter extends reporters.Spec {}
export default ResultsReporter;
