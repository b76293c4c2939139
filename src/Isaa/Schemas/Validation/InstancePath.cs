using System.Globalization;

namespace Isaa.Schemas.Validation;

/// <summary>A place in the value, from the leaf upwards; written out only for an error.</summary>
internal sealed class InstancePath
{
    private readonly InstancePath? _parent;
    private readonly string _token;

    private InstancePath(InstancePath? parent, string token)
    {
        _parent = parent;
        _token = token;
    }

    public static InstancePath Root { get; } = new(null, "");

    public InstancePath Child(string name) => new(this, name);

    public InstancePath Child(int index) => new(this, index.ToString(CultureInfo.InvariantCulture));

    public override string ToString()
    {
        var tokens = new Stack<string>();
        for (var place = this; place._parent is not null; place = place._parent)
        {
            tokens.Push(JsonPointer.Escape(place._token));
        }

        return string.Concat(tokens.Select(token => "/" + token));
    }
}
