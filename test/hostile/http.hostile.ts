import { http } from './attacks/http.ts';
import { tryAttacks } from './support/try-attacks.ts';

tryAttacks('Http', http);
