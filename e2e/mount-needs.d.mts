export function lackingForMounts(): string[];
