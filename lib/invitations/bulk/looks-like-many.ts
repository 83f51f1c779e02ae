/** Whether text holds more than one person: two addresses with something between them that separates. Cheap, and apart from what takes it apart. */
export const looksLikeMany = (text: string): boolean => /@[^@\s,;，、；]*[\s,;，、；][^@]*@/u.test(text);
