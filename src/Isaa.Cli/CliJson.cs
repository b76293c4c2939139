using System.Text.Json;
using System.Text.Json.Serialization;
using Isaa.Cli.Commands.Backups;
using Isaa.Cli.Commands.Workers;

namespace Isaa.Cli;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(JsonFault))]
[JsonSerializable(typeof(JsonMove))]
[JsonSerializable(typeof(JsonBackup))]
[JsonSerializable(typeof(JsonRestore))]
[JsonSerializable(typeof(JsonServing))]
[JsonSerializable(typeof(JsonMinion))]
internal sealed partial class CliJson : JsonSerializerContext;
