/** A query that WMI answers with "invalid query" (WBEM_E_INVALID_QUERY). */
export class WqlRefused extends Error {
  override readonly name = "WqlRefused";
}
