/** What `pulumi preview` and `pulumi up` run, because Pulumi.yaml names it as `main`: the catalogue, and nothing else. */
export { default } from "billing-catalogue/program";
