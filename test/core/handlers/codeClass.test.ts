import assert from 'node:assert/strict';
import { classOf4D, classOfModule } from '../../../src/core/handlers/codeClass';

const CODE = `// The class of the handlers
Class extends Base

/* Function old($request : 4D.IncomingMessage)
Function older() */

shared Singleton Class constructor()
	This.name:="Function fake()"

// Answers what
// was asked for.
Exposed function getThing($request : 4D.IncomingMessage) : 4D.OutgoingMessage // of the page
	var $text : Text:="a \\" // Function inString()"

/**
 * Local work.
 */
	local Function  été_2($a : Integer)->$b : Text
	// Function commented()

Function get total : Integer
functional:=1
`;

describe('the functions of a class', () => {
  const read = classOf4D(CODE);

  it('the functions of a 4D class are those that it declares, not those in comments and strings', () => {
    assert.deepEqual(
      read.functions.map(({ name }) => name),
      ['getThing', 'été_2'],
    );
    for (const { name, start, end } of read.functions) assert.equal(CODE.slice(start, end), name);
    assert.deepEqual([read.isDerived, read.isSingleton], [true, true]);
  });

  it('a function of a 4D class has its signature and the comment right above it', () => {
    const [thing, work] = read.functions;
    assert.equal(thing?.signature, 'Exposed function getThing($request : 4D.IncomingMessage) : 4D.OutgoingMessage');
    assert.equal(thing?.comment, 'Answers what\nwas asked for.');
    assert.equal(work?.signature, 'local Function  été_2($a : Integer)->$b : Text');
    assert.equal(work?.comment, 'Local work.');
  });

  it('what computes an attribute or hears of an event is no function that a handler can call', () => {
    const computed = `Function get total : Integer
exposed function GET fullName() -> $name : Text
Function set fullName($name : Text)
Function query fullName($event : Object)
Function orderBy fullName($event : Object)
Function event touched($event : Object)
Function get($request : 4D.IncomingMessage)
Function query ($request : 4D.IncomingMessage)
Function orderByName()
`;
    assert.deepEqual(
      classOf4D(computed).functions.map(({ name }) => name),
      ['get', 'query', 'orderByName'],
    );
  });

  it('a 4D class that extends nothing has no other functions', () => {
    assert.equal(classOf4D('// Class extends Base\nFunction a()').isDerived, false);
    assert.equal(classOf4D('Class constructor()\n').isSingleton, false);
  });

  it('the functions of a module are its methods', () => {
    const module = `/** Stands for it. */
export class Handler {
  /** Says hello. */
  run(request) {
    if (request.verb === 'GET') {
      return '  other() {';
    }
  }

  async $later(request) {}
}
`;
    const { functions, isDerived } = classOfModule(module);
    assert.deepEqual(
      functions.map(({ name, signature, comment }) => [name, signature, comment]),
      [
        ['run', 'run(request)', 'Says hello.'],
        ['$later', 'async $later(request)', ''],
      ],
    );
    assert.equal(isDerived, false);
    assert.equal(classOfModule('export class A extends B {}').isDerived, true);
  });
});
