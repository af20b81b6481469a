/** A mistake of a developer's code that this server finds. It has no stack, as no line of the code is in it. */
export class CodeMistake extends TypeError {
  override readonly stack = '';
}
