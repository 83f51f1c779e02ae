/** The upstream has no field for a ticket: at the end of the purpose it stays with the invitation for whoever reads it there. */
export const withTicket = (purpose: string, ticket: string): string =>
  ticket === '' ? purpose : `${purpose} [${ticket}]`;

/** The purpose as it was typed. */
export function withoutTicket(purpose: string, ticket: string): string {
  const end = ` [${ticket}]`;
  return ticket !== '' && purpose.endsWith(end) ? purpose.slice(0, -end.length) : purpose;
}
