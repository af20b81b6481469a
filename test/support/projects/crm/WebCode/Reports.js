export class Reports {
  static exposed = ['yearly'];

  yearly() {
    return 'all is well';
  }
}
