using System.Globalization;
using System.Text.Json.Nodes;

namespace Isaa.Models.Scripted.Templates;

/// <summary>A JSON value whose texts may hold placeholders.</summary>
internal abstract record TemplateTree
{
    private TemplateTree()
    {
    }

    public abstract JsonNode? Fill(Moment moment);

    /// <summary>A value without placeholders.</summary>
    internal sealed record Fixed(JsonNode? Value) : TemplateTree
    {
        public override JsonNode? Fill(Moment moment) => Value?.DeepClone();
    }

    /// <summary>A text; a counting placeholder (i, turn, results) that stands alone becomes a number.</summary>
    internal sealed record Text(Template Template) : TemplateTree
    {
        private static readonly string[] Numbers = ["i", "turn", "results"];

        public override JsonNode? Fill(Moment moment)
        {
            var filled = Template.Fill(moment);
            return Template.OnlyName is { } name && Numbers.Contains(name)
                ? JsonValue.Create(long.Parse(filled, CultureInfo.InvariantCulture))
                : JsonValue.Create(filled);
        }
    }

    /// <summary>A list.</summary>
    internal sealed record List(IReadOnlyList<TemplateTree> Items) : TemplateTree
    {
        public override JsonNode? Fill(Moment moment) => new JsonArray([.. Items.Select(item => item.Fill(moment))]);
    }

    /// <summary>An object.</summary>
    internal sealed record Map(IReadOnlyList<KeyValuePair<string, TemplateTree>> Properties) : TemplateTree
    {
        public override JsonNode? Fill(Moment moment) =>
            new JsonObject(Properties.Select(property => KeyValuePair.Create(property.Key, property.Value.Fill(moment))));
    }
}
