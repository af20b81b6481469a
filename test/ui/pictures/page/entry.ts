import { flawsOf } from './flaws';

export { flawsOf };
