/** The options of `catalogue doctor`. */
export const DOCTOR_FORMATS = ["text", "json"] as const;

export interface DoctorOptions {
  readonly stack?: string;
  readonly directory?: string;
  readonly format: (typeof DOCTOR_FORMATS)[number];
}
