// A file of its own, because a package that is imported at the place of use loses its names in the bundle.
export { generate } from 'selfsigned';
