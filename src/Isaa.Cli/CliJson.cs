using System.Text.Json;
using System.Text.Json.Serialization;
using Isaa.Cli.Commands.Backups;

namespace Isaa.Cli;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(JsonFault))]
[JsonSerializable(typeof(JsonMove))]
[JsonSerializable(typeof(JsonBackup))]
[JsonSerializable(typeof(JsonRestore))]
[JsonSerializable(typeof(JsonServing))]
internal sealed partial class CliJson : JsonSerializerContext;
