/** All that a step expects takes too many steps to compare. */
export class ComparisonLimit extends Error {
  override readonly name = 'ComparisonLimit';

  constructor() {
    super(
      'With what is compared before it, it takes too many steps, so nobody can say whether it is so; expect less in one step.',
    );
  }
}
