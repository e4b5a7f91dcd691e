import { azureModel } from "./model/azure-model";
import { rdsModel } from "./model/rds-model";
import { describeModel } from "./model.case";

describeModel(azureModel, 60);
describeModel(rdsModel, 30);
