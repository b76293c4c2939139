using System.Globalization;
using Isaa.Models.Scripted.Templates;

namespace Isaa.Models.Scripted.Actions;

/// <summary>Changes one variable when its turn is played.</summary>
internal abstract record VariableAction(string Name)
{
    public abstract void Apply(Moment moment);

    /// <summary>Takes a text, from the conversation or written out.</summary>
    internal sealed record Set(string Name, ValueSource Source) : VariableAction(Name)
    {
        public override void Apply(Moment moment) => moment.Variables[Name] = Source.Read(moment, Name);
    }

    /// <summary>Counts.</summary>
    internal sealed record Add(string Name, long Amount) : VariableAction(Name)
    {
        public override void Apply(Moment moment)
        {
            var before = moment.Variables.GetValueOrDefault(Name, "0");
            if (!long.TryParse(before, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            {
                throw moment.Broken($"`add` cannot count on the variable {Name}, which holds '{Moment.Short(before)}' and no whole number");
            }

            moment.Variables[Name] = (number + Amount).ToString(CultureInfo.InvariantCulture);
        }
    }
}
