// ordergate: screens orders against restricted-party lists and export-control rules.
#include "cli/app.h"

int main(int argc, char** argv) { return ordergate::cli::run(argc, argv); }
