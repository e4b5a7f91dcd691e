import { azureEstate } from "./azure-estate";
import { describeGrace } from "./grace.case";
import { rdsEstate } from "./rds-estate";

for (const estate of [azureEstate, rdsEstate]) describeGrace(estate);
