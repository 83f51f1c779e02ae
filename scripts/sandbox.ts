/** `npm run sandbox`: the local tenant alone. Its own program, so that it can be tried without anything of the product. */
import '../sandbox/main';
