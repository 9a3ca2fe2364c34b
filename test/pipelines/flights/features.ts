/** Features of the flight itself, its hour, its route and its airport. */
export const flightwise = [
  'origin',
  'destination',
  'airline',
  'depDelay',
  'distance',
  'planeAge',
  'seats',
  'seatMiles',
  'speed',
  'madeUp',
  'temperature',
  'wind',
  'windZ',
  'visibility',
  'isWet',
  'clock',
  'route',
  'airport',
] as const;

/** The features of the flights example, in the order of the finished frame. */
export const features = [...flightwise, 'carrier'] as const;
