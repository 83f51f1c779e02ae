import { redirect } from 'next/navigation';

/** Usher opens where work starts; who may not go there is told so there. */
export default function Home(): never {
  redirect('/invite');
}
